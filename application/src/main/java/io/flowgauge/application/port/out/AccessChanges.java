package io.flowgauge.application.port.out;

/** Tells whether tenants, users, keys or signing keys changed, cheaply. */
public interface AccessChanges {
    /** A number that is another after each committed change, by whatever node or tool. */
    long version();
}
