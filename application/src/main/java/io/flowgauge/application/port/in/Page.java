package io.flowgauge.application.port.in;

import java.util.List;
import java.util.Optional;

/**
 * A part of a list.
 *
 * @param next where the rest begins, to ask for it with; empty when there is none
 */
public record Page<T, P>(List<T> items, Optional<P> next) {}
