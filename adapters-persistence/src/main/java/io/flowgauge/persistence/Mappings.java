package io.flowgauge.persistence;

/** The mappers that MapStruct makes. Not in the mappers themselves: a class and its subclass would wait for each other's initialisation. */
final class Mappings {
    static final AccountMapping ACCOUNTS = new GeneratedAccountMapping();
    static final TaskMapping TASKS = new GeneratedTaskMapping();

    private Mappings() {}
}
