/** Who may: users, keys and signing keys, held in memory; sign-in and its limits. */
@NullMarked
package io.flowgauge.application.access;

import org.jspecify.annotations.NullMarked;
