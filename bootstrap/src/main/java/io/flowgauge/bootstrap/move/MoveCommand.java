package io.flowgauge.bootstrap.move;

import io.flowgauge.bootstrap.embedded.EmbeddedPostgres;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;

/**
 * {@code java -jar flowgauge.jar history move --to jdbc:postgresql://host:5432/database}: copies all that the service has to another
 * PostgreSQL. The source is that of {@code SPRING_DATASOURCE_URL}, else the embedded one in {@code FLOWGAUGE_DATA}; the target's login
 * is {@code FLOWGAUGE_MOVE_USERNAME} and {@code FLOWGAUGE_MOVE_PASSWORD}.
 */
public final class MoveCommand {
    private static final String USAGE =
            "history takes: move --to jdbc:postgresql://host:5432/database, with the login there in"
                    + " FLOWGAUGE_MOVE_USERNAME and FLOWGAUGE_MOVE_PASSWORD";

    private MoveCommand() {}

    /** The process's own way in. Its exit code is that of {@link #run}. */
    public static int main(List<String> arguments) {
        QuietLogging.begin();
        return run(arguments, System.getenv(), System.out, System.err);
    }

    /**
     * Moves, or goes on with a move that was cut off.
     *
     * @param arguments what follows {@code history}
     * @return the process's exit code: 0, or 1 when the move is not done, or 2 for a wrong call
     */
    static int run(List<String> arguments, Map<String, String> environment, PrintStream out, PrintStream err) {
        if (arguments.size() != 3 || !arguments.subList(0, 2).equals(List.of("move", "--to"))) {
            err.println(USAGE);
            return 2;
        }
        Printout printout = new Printout(out);
        try {
            Login target = Login.of(
                    "--to",
                    arguments.get(2),
                    environment.get("FLOWGAUGE_MOVE_USERNAME"),
                    environment.get("FLOWGAUGE_MOVE_PASSWORD"));
            try (Source source = Source.open(environment)) {
                new Move(source, target, printout).run();
            }
            return 0;
        } catch (Cut cut) {
            err.println(cut.getMessage() + "; " + printout.done() + "; run the same command again to go on");
        } catch (Refusal | EmbeddedPostgres.Failure refused) {
            err.println(refused.getMessage());
        }
        return 1;
    }
}
