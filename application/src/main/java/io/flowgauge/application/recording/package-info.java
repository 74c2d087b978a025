/** Reports come in: each is given to its live task; beginnings and endings are made durable first. */
@NullMarked
package io.flowgauge.application.recording;

import org.jspecify.annotations.NullMarked;
