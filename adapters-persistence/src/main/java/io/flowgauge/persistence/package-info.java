/** PostgreSQL out: runs, tasks, accounts and the history of checks. */
@NullMarked
package io.flowgauge.persistence;

import org.jspecify.annotations.NullMarked;
