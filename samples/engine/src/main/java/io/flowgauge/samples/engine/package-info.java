/** A small real ETL engine that shows how one reports to Flowgauge: captured changes and a flow of four steps, on PostgreSQL. */
@NullMarked
package io.flowgauge.samples.engine;

import org.jspecify.annotations.NullMarked;
