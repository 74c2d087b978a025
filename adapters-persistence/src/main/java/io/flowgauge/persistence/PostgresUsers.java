package io.flowgauge.persistence;

import io.flowgauge.application.port.out.Users;
import io.flowgauge.domain.Role;
import io.flowgauge.domain.User;
import io.flowgauge.domain.UserId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

final class PostgresUsers implements Users {
    private final UserRows rows;
    private final JdbcClient jdbc;

    PostgresUsers(UserRows rows, JdbcClient jdbc) {
        this.rows = rows;
        this.jdbc = jdbc;
    }

    @Override
    public List<User> all() {
        return Outage.guard(
                () -> rows.findAll().stream().map(Mappings.ACCOUNTS::user).toList());
    }

    @Override
    public List<User> hold() {
        // The whole table: who is the last administrator depends on rows that do not change, and changes are rare.
        Outage.guard(() -> jdbc.sql("LOCK TABLE flowgauge.app_user IN SHARE ROW EXCLUSIVE MODE")
                .update());
        return all();
    }

    @Override
    public Optional<User> share(UserId id) {
        // Of the table too, and not of the row: who holds the table, and then waits for a row of it, would wait for one
        // who
        // has that row and waits for what comes after users.
        Outage.guard(() ->
                jdbc.sql("LOCK TABLE flowgauge.app_user IN ROW EXCLUSIVE MODE").update());
        return Outage.guard(() -> rows.findById(id.value()).map(Mappings.ACCOUNTS::user));
    }

    @Override
    public Optional<User> add(NewUser user) {
        return Outage.guard(() -> jdbc.sql("""
                        INSERT INTO flowgauge.app_user
                            (tenant_id, login, password_hash, roles, credential_version, must_change_password, created)
                        VALUES (:tenant, :login, :hash, :roles, 1, :mustChange, :created)
                        ON CONFLICT (login) DO NOTHING
                        RETURNING user_id
                        """)
                .param("tenant", user.tenant().value())
                .param("login", user.login())
                .param("hash", user.passwordHash())
                .param("roles", words(user.roles()))
                .param("mustChange", user.mustChangePassword())
                .param("created", Moment.utc(user.created()))
                .query(Long.class)
                .optional()
                .flatMap(rows::findById)
                .map(Mappings.ACCOUNTS::user));
    }

    private static String[] words(Set<Role> roles) {
        return roles.stream().map(Role::word).sorted().toArray(String[]::new);
    }

    @Override
    public void replace(User user) {
        Outage.guard(() -> jdbc.sql("""
                        UPDATE flowgauge.app_user
                        SET password_hash = :hash, roles = :roles, credential_version = :version, enabled = :enabled,
                            must_change_password = :mustChange
                        WHERE user_id = :id
                        """)
                .param("hash", user.passwordHash())
                .param("roles", words(user.roles()))
                .param("version", user.credentialVersion())
                .param("enabled", user.enabled())
                .param("mustChange", user.mustChangePassword())
                .param("id", user.id().value())
                .update());
    }

    @Override
    public void remove(UserId id) {
        Outage.guard(() -> rows.deleteById(id.value()));
    }
}
