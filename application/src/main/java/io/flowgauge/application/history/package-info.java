/** What was: snapshots on their way to the history, and the upkeep of its days. */
@NullMarked
package io.flowgauge.application.history;

import org.jspecify.annotations.NullMarked;
