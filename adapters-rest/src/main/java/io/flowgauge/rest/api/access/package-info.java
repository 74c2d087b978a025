/** Who may: users, keys, tenants, sessions of the page, the audit trail. */
@NullMarked
package io.flowgauge.rest.api.access;

import org.jspecify.annotations.NullMarked;
