/** What runs now: the registry of live tasks, the check, and the queries that read it. */
@NullMarked
package io.flowgauge.application.live;

import org.jspecify.annotations.NullMarked;
