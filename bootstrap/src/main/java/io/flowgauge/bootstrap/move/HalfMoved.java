package io.flowgauge.bootstrap.move;

import io.flowgauge.bootstrap.settings.BadSetting;
import java.sql.SQLException;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;

/** Keeps a service from starting on a database that only a part of the history has been moved to. */
public final class HalfMoved implements Callback {
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
        try (var statement = context.getConnection().createStatement();
                var answer = statement.executeQuery(Ledger.IS_OPEN)) {
            if (answer.next() && answer.getBoolean(1)) {
                throw new BadSetting(
                        "spring.datasource.url (SPRING_DATASOURCE_URL) leads to a database that history is being moved to; run the"
                                + " same history move again, to its end, or start the service where it was");
            }
        } catch (SQLException failed) {
            throw new IllegalStateException("whether a move is unfinished cannot be asked", failed);
        }
    }

    @Override
    public String getCallbackName() {
        return "half-moved";
    }
}
