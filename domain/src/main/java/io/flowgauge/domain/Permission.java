package io.flowgauge.domain;

import static io.flowgauge.domain.Role.ADMINISTRATOR;
import static io.flowgauge.domain.Role.EDITOR;
import static io.flowgauge.domain.Role.MONITOR;
import static io.flowgauge.domain.Role.OPERATOR;
import static io.flowgauge.domain.Role.RECORDER;
import static io.flowgauge.domain.Role.SUPER_ADMIN;
import static io.flowgauge.domain.Role.VIEWER;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** What can be allowed, and to which roles it is. The one table of who may what: each endpoint names one of these. */
public enum Permission {
    REPORT("report tasks", RECORDER),
    WATCH("see the tenant's tasks, flows, runs and history", VIEWER, OPERATOR, EDITOR, ADMINISTRATOR, SUPER_ADMIN),
    READ_EXECUTIONS("read one run by the documented API", OPERATOR, EDITOR, ADMINISTRATOR, SUPER_ADMIN),
    END_TASKS("end a lost or forgotten task by hand", OPERATOR, EDITOR, ADMINISTRATOR, SUPER_ADMIN),
    DESCRIBE_FLOWS("describe flows: text, owner, link", EDITOR, ADMINISTRATOR, SUPER_ADMIN),
    READ_TASKS("list running tasks by the documented API", ADMINISTRATOR, SUPER_ADMIN),
    READ_DAYS("read the runs of a day by the documented API", ADMINISTRATOR, SUPER_ADMIN),
    ADMINISTER("users, keys, settings and the audit trail of the tenant", ADMINISTRATOR, SUPER_ADMIN),
    OBSERVE("the service's own metrics and details of its health, which are of all tenants", SUPER_ADMIN, MONITOR),
    GOVERN("tenants: make, change, delete, act in any of them", SUPER_ADMIN),
    OWN_ACCOUNT("one's own account: password, sessions", VIEWER, OPERATOR, EDITOR, ADMINISTRATOR, SUPER_ADMIN);

    private final String text;

    @SuppressWarnings("ImmutableEnumChecker") // It is unmodifiable, and nobody has what is behind it.
    private final Set<Role> roles;

    Permission(String text, Role... roles) {
        this.text = text;
        this.roles = Collections.unmodifiableSet(EnumSet.copyOf(Arrays.asList(roles)));
    }

    /** What it allows, as the documentation says it. */
    public String text() {
        return text;
    }

    /** Those that have it, in the order of {@link Role}. */
    public Set<Role> roles() {
        return roles;
    }

    public boolean isOf(Role role) {
        return roles.contains(role);
    }
}
