package io.flowgauge.bootstrap.move;

import io.flowgauge.application.port.out.HistoryUnavailable;
import io.flowgauge.application.port.out.Readers.Preparation;
import io.flowgauge.application.port.out.Readers.Preparation.RoleMissing;
import io.flowgauge.persistence.PersistenceConfiguration;
import java.util.List;
import org.springframework.dao.DataAccessException;

/** Those who read the history by SQL: their logins belong to a server as a whole, so they do not come along by themselves. */
final class Analysts {
    private final Session target;
    private final Login login;
    private final Printout printout;

    Analysts(Session target, Login login, Printout printout) {
        this.target = target;
        this.login = login;
        this.printout = printout;
    }

    /** Makes their role, where that is allowed, and says what is left to do. */
    void letIn() {
        if (prepare() instanceof RoleMissing missing) {
            printout.line(
                    "There is no role %s yet, and the target's login may not make it; have somebody run there: %s",
                    missing.role(), missing.statement());
        }
        List<String> absent = target.rows(
                "SELECT DISTINCT reader FROM reporting.reader_tenant WHERE to_regrole(quote_ident(reader)) IS NULL ORDER BY 1",
                row -> row.getString(1));
        if (!absent.isEmpty()) {
            printout.line(
                    "Logins of analysts that the target's server has not, each to be made there and granted flowgauge_reader: %s",
                    String.join(", ", absent));
        }
    }

    private Preparation prepare() {
        try {
            return PersistenceConfiguration.readersOf(login.dataSource()).prepare();
        } catch (HistoryUnavailable | DataAccessException failed) {
            throw Side.TARGET.failure(failed);
        }
    }
}
