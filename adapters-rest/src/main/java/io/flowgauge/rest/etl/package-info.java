/** The documented task API, exactly as documented: tasks, tokens, executions. */
@NullMarked
package io.flowgauge.rest.etl;

import org.jspecify.annotations.NullMarked;
