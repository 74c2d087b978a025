package io.flowgauge.application.port.in;

import java.time.Duration;

/** What came of a change that someone asked for. */
public sealed interface Change<T> {
    /** It is durable. */
    record Done<T>(T now) implements Change<T> {}

    /** The tenant has none such. */
    record NotFound<T>() implements Change<T> {}

    /** It is not this actor's to make; {@code why} says what would be needed. */
    record Forbidden<T>(String why) implements Change<T> {}

    /** What is there speaks against it, such as a name that is taken. */
    record Conflict<T>(String why) implements Change<T> {}

    /** Too many failures before; {@code retryAfter} in whole seconds. */
    record Throttled<T>(Duration retryAfter) implements Change<T> {}

    /** Too much at once that is slow on purpose; {@code retryAfter} in whole seconds. */
    record Busy<T>(Duration retryAfter) implements Change<T> {}

    /** A value is not as it must be; {@code field} as the caller knows it. */
    record Invalid<T>(String field, String why) implements Change<T> {}
}
