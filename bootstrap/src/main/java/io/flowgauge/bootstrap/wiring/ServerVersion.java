package io.flowgauge.bootstrap.wiring;

import io.flowgauge.bootstrap.settings.BadSetting;
import java.sql.Connection;
import java.sql.SQLException;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;

/** Keeps a service from beginning on a PostgreSQL that its schema does not work on. */
final class ServerVersion implements Callback {
    private static final int OLDEST = 16;

    @Override
    public boolean supports(Event event, Context context) {
        return event == Event.BEFORE_MIGRATE;
    }

    @Override
    public boolean canHandleInTransaction(Event event, Context context) {
        return true;
    }

    @Override
    public void handle(Event event, Context context) {
        Connection connection = context.getConnection();
        try {
            check(
                    connection.getMetaData().getDatabaseMajorVersion(),
                    connection.getMetaData().getDatabaseProductVersion());
        } catch (SQLException failed) {
            throw new IllegalStateException("PostgreSQL does not tell its version", failed);
        }
    }

    static void check(int major, String version) {
        if (major < OLDEST) {
            throw new BadSetting("spring.datasource.url (SPRING_DATASOURCE_URL) leads to PostgreSQL " + version
                    + ", must be " + OLDEST + " or newer");
        }
    }

    @Override
    public String getCallbackName() {
        return "server-version";
    }
}
