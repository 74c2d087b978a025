package io.flowgauge.bootstrap.embedded;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** How a server is told to end, each way rougher than the one before. Committed data outlives all of them. */
enum StopSignal {
    /** Ends the connections, writes everything out. */
    INT(Duration.ofSeconds(30)),
    /** Ends at once and repairs itself at the next start. */
    QUIT(Duration.ofSeconds(10)),
    KILL(Duration.ofSeconds(10));

    private final Duration patience;

    StopSignal(Duration patience) {
        this.patience = patience;
    }

    /** How long to wait for it to work. */
    Duration patience() {
        return patience;
    }

    void send(Account account, long pid) throws IOException {
        var kill = List.of("sh", "-c", "kill -s \"$1\" \"$2\"", "sh", name(), Long.toString(pid));
        new Command(Account.ANYWHERE, account.words(kill)).run();
    }
}
