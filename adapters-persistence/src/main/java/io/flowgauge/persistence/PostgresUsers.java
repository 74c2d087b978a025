package io.flowgauge.persistence;

import io.flowgauge.application.port.out.Users;
import io.flowgauge.domain.Role;
import io.flowgauge.domain.TenantId;
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
    public Optional<User> add(TenantId tenant, String login, String passwordHash, Set<Role> roles) {
        return Outage.guard(() -> jdbc.sql("""
                        INSERT INTO flowgauge.app_user (tenant_id, login, password_hash, roles, credential_version)
                        VALUES (:tenant, :login, :hash, :roles, 1)
                        ON CONFLICT (login) DO NOTHING
                        RETURNING user_id
                        """)
                .param("tenant", tenant.value())
                .param("login", login)
                .param("hash", passwordHash)
                .param("roles", roles.stream().map(Role::word).sorted().toArray(String[]::new))
                .query(Long.class)
                .optional()
                .map(id -> new User(new UserId(id), tenant, login, passwordHash, roles, 1)));
    }
}
