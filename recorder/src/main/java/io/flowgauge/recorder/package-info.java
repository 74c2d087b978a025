/** What an ETL engine embeds to report its tasks to Flowgauge: counters for the pipeline, and one thread that reports them. */
@NullMarked
package io.flowgauge.recorder;

import org.jspecify.annotations.NullMarked;
