package io.flowgauge.application.port.in;

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

    /** A value is not as it must be; {@code field} as the caller knows it. */
    record Invalid<T>(String field, String why) implements Change<T> {}
}
