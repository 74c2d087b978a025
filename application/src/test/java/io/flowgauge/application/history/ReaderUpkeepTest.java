package io.flowgauge.application.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowgauge.application.port.out.MemoryReaders;
import io.flowgauge.application.port.out.Outage;
import java.text.MessageFormat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an operator reads of analysts' logins in the log. */
class ReaderUpkeepTest {
    private final Outage outage = new Outage();
    private final MemoryReaders readers = new MemoryReaders(outage);
    private final ReaderUpkeep upkeep = new ReaderUpkeep(readers, Duration.ofMinutes(5));

    // Held, since the log's own references are weak.
    private final Logger log = Logger.getLogger(ReaderUpkeep.class.getName());
    private final List<String> said = new ArrayList<>();
    private final Handler listener = new Handler() {
        @Override
        public void publish(LogRecord line) {
            said.add(line.getLevel() + " " + MessageFormat.format(line.getMessage(), line.getParameters()));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        log.setUseParentHandlers(false);
        log.setLevel(Level.ALL);
        log.addHandler(listener);
    }

    @AfterEach
    void stopListening() {
        log.removeHandler(listener);
    }

    @Test
    void nothingIsSaidWhileAllIsWell() {
        readers.begin("ann", Duration.ofMinutes(4), false);

        upkeep.keep();
        upkeep.keep();

        assertThat(said).isEmpty();
    }

    @Test
    void aRoleThatMayNotBeMadeIsToldOnceWithItsStatementAndAgainWhenItIsThere() {
        readers.forbidMakingTheRole(true);
        upkeep.keep();
        upkeep.keep();
        assertThat(said)
                .containsExactly("WARNING analysts cannot read the history: there is no role reader, and this service"
                        + " may not make it; run as a superuser: CREATE ROLE reader NOLOGIN");

        readers.forbidMakingTheRole(false);
        upkeep.keep();
        upkeep.keep();

        assertThat(said).hasSize(2).last().isEqualTo("INFO analysts can read the history");
    }

    @Test
    void whoseQueriesWereEndedIsTold() {
        readers.begin("ann", Duration.ofMinutes(6), false);
        readers.begin("bob", Duration.ofMinutes(6), true);

        upkeep.keep();
        upkeep.keep();

        assertThat(said)
                .containsExactly(
                        "INFO cancelled queries longer than 300 s, of [ann]",
                        "INFO ended sessions that held up the service, as with a transaction longer than 300 s, of [bob]");
    }

    @Test
    void queriesThatMayNotBeEndedAreToldOnceWithWhatLetsIt() {
        readers.forbidEndingQueries(true);
        readers.begin("ann", Duration.ofMinutes(1), false);

        upkeep.keep();
        upkeep.keep();

        assertThat(said)
                .containsExactly("WARNING queries of ann and other analysts cannot be ended after 300 s: this service"
                        + " may not see or end them; run as a superuser: GRANT pg_signal_backend TO service");
    }

    @Test
    void whileTheHistoryIsAwayNothingIsSaidAndAfterwardsItGoesOn() {
        outage.begin();
        upkeep.keep();
        assertThat(said).isEmpty();

        outage.end();
        readers.begin("ann", Duration.ofMinutes(6), false);
        upkeep.keep();

        assertThat(said).containsExactly("INFO cancelled queries longer than 300 s, of [ann]");
    }
}
