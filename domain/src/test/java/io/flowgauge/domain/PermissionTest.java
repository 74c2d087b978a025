package io.flowgauge.domain;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** The one table of who may what, and its copy for people. */
class PermissionTest {
    private static final Path PAGE = Path.of("../docs/access.md");

    private static String row(String first, Function<Role, String> cell) {
        return "| " + first + " | " + Arrays.stream(Role.values()).map(cell).collect(joining(" | ")) + " |\n";
    }

    private static String table() {
        StringBuilder table = new StringBuilder(row("", Role::title).replace("|  |", "| |"));
        table.append(row("---", role -> "---"));
        for (Permission permission : Permission.values()) {
            table.append(row(permission.text(), role -> permission.isOf(role) ? "yes" : "")
                    .replace("  ", " "));
        }
        return table.toString();
    }

    @Test
    void theDocumentationHasTheTable() throws IOException {
        Path made = Path.of("target/access.md");
        Files.writeString(made, table());

        String page = Files.readString(PAGE);

        assertThat(page.substring(page.indexOf("| |"), page.indexOf("<!-- end -->")))
                .as("the table in " + PAGE + "; as it is now: " + made)
                .isEqualTo(table());
    }

    @Test
    void eachRoleMaySomethingAndKeysChangeNothingButTasks() {
        for (Role role : Role.values()) {
            assertThat(Permission.values()).anyMatch(permission -> permission.isOf(role));
        }
        assertThat(Arrays.stream(Permission.values()).filter(permission -> permission.isOf(Role.RECORDER)))
                .containsExactly(Permission.REPORT);
        assertThat(Arrays.stream(Permission.values()).filter(permission -> permission.isOf(Role.MONITOR)))
                .containsExactly(Permission.OBSERVE);
    }
}
