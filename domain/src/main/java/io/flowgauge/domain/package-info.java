/** What Flowgauge is about: tasks, what engines report of them, runs, checks, and the rules of their lives. Pure Java. */
@NullMarked
package io.flowgauge.domain;

import org.jspecify.annotations.NullMarked;
