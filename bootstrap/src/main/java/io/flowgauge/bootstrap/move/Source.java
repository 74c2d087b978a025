package io.flowgauge.bootstrap.move;

import io.flowgauge.bootstrap.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Where Flowgauge lives until it moves: the database that its service would use with the same environment. */
sealed interface Source extends AutoCloseable {
    Login login();

    @Override
    void close();

    /** What stays behind. */
    String fallback();

    /** The server in {@code FLOWGAUGE_DATA}. It is started for the move and holds the folder against a service until it is closed. */
    record Embedded(Path data, EmbeddedPostgres server) implements Source {
        @Override
        public Login login() {
            return new Login(server.jdbcUrl("flowgauge"), server.user(), server.password());
        }

        @Override
        public void close() {
            server.close();
        }

        @Override
        public String fallback() {
            return "The embedded PostgreSQL in " + data.toAbsolutePath().normalize()
                    + " holds all of it still, as your fallback; the service leaves it alone from then on.";
        }
    }

    /** A server of one's own. */
    record Own(Login login) implements Source {
        @Override
        public void close() {}

        @Override
        public String fallback() {
            return "The source holds all of it still, as your fallback.";
        }
    }

    static Source open(Map<String, String> environment) {
        String url = environment.getOrDefault("SPRING_DATASOURCE_URL", "");
        if (!url.isEmpty()) {
            return new Own(Login.of(
                    "SPRING_DATASOURCE_URL",
                    url,
                    environment.get("SPRING_DATASOURCE_USERNAME"),
                    environment.get("SPRING_DATASOURCE_PASSWORD")));
        }
        Path data = Path.of(environment.getOrDefault("FLOWGAUGE_DATA", "./data"));
        Path port = data.resolve("postgres.port");
        if (!Files.exists(port)) {
            throw new Refusal("there is no embedded PostgreSQL in this folder (" + port
                    + " is missing); set FLOWGAUGE_DATA to the service's, or SPRING_DATASOURCE_URL");
        }
        EmbeddedPostgres server = EmbeddedPostgres.start(data);
        // A process that is told to end stops the server as a service would.
        Runtime.getRuntime().addShutdownHook(new Thread(server::close, "embedded-postgres-close"));
        return new Embedded(data, server);
    }
}
