package io.flowgauge.bootstrap.move;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.flowgauge.persistence.TestPostgres.Database;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The commands of {@code docs/operating.md}, where the machine has PostgreSQL's client programs of the server's version or newer. */
class BackupTest {
    private static final Logger LOG = LoggerFactory.getLogger(BackupTest.class);

    @TempDir
    private Path folder;

    private static List<String> commands() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "operating.md"));
        Matcher blocks = Pattern.compile("```sh\\n(.*?)```", Pattern.DOTALL)
                .matcher(page.substring(page.indexOf("## Backup and restore")));
        List<String> commands = new ArrayList<>();
        while (blocks.find()) {
            commands.add(blocks.group(1));
        }
        return commands;
    }

    private String run(Map<String, String> environment, String script) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("bash", "-euo", "pipefail", "-c", script)
                .directory(folder.toFile())
                .redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    private void assumeClientFor(Household source) throws Exception {
        String said = run(Map.of(), "pg_dump --version || true");
        Matcher version = Pattern.compile("pg_dump \\(PostgreSQL\\) (\\d+)").matcher(said);
        int client = version.find() ? Integer.parseInt(version.group(1)) : 0;
        int server = Integer.parseInt(source.ask("SHOW server_version_num")) / 10_000;
        String why = "backup and restore are NOT tested: they need pg_dump " + server
                + " or newer on the PATH, here is " + (client == 0 ? "none" : client);
        if (client < server) {
            LOG.warn(why);
        }
        assumeTrue(client >= server, why);
    }

    @Test
    void whatIsRestoredIsWhatWasThere() throws Exception {
        Household source = Household.withHistory();
        assumeClientFor(source);
        Database database = source.database();
        URI server = URI.create(database.url().substring("jdbc:".length()));
        String name = server.getPath().substring(1);
        String again = name + "_again";

        for (String command : commands()) {
            run(
                    Map.of(
                            "PGHOST", server.getHost(),
                            "PGPORT", Integer.toString(server.getPort()),
                            "PGUSER", database.user(),
                            "PGPASSWORD", database.password()),
                    command.replace("flowgauge_again", again)
                            .replace("--dbname=flowgauge\n", "--dbname=" + name + "\n"));
        }

        Household restored = new Household(
                new Database(database.url().replace("/" + name, "/" + again), database.user(), database.password()));
        assertThat(restored.contents()).isEqualTo(source.contents());
    }
}
