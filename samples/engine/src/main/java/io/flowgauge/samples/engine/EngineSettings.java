package io.flowgauge.samples.engine;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the engine is told by its environment; valid, or not there.
 *
 * @param rowsPerSecond how fast a step of the flow reads or writes, so that it never crowds out the shop
 * @param settle how long the watermark waits for orders that have drawn an id and are not written yet
 */
record EngineSettings(
        String databaseUrl,
        String databaseUser,
        String databasePassword,
        URI flowgauge,
        String key,
        Path work,
        int ordersPerSecond,
        int rowsPerSecond,
        Duration flowEvery,
        Duration settle) {

    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h)");
    private static final Pattern KEY = Pattern.compile("fg_[^_\\s]+_\\S+");
    private static final Duration DAY = Duration.ofDays(1);

    /** @throws Wrong with every fault at once */
    static EngineSettings from(Map<String, String> environment) {
        var read = new Reader(environment, new ArrayList<>());
        int orders = read.number("ENGINE_ORDERS_PER_SECOND", 20, 0, 10_000);
        var settings = new EngineSettings(
                read.matching(
                        "ENGINE_DATABASE_URL",
                        "jdbc:postgresql://localhost:5432/postgres",
                        Pattern.compile("jdbc:postgresql:.+"),
                        "jdbc:postgresql://host:port/database"),
                read.text("ENGINE_DATABASE_USER", "postgres"),
                read.text("ENGINE_DATABASE_PASSWORD", ""),
                URI.create(read.matching(
                        "FLOWGAUGE_URL",
                        "http://localhost:8080",
                        Pattern.compile("https?://[A-Za-z0-9.\\-\\[\\]:]+(/[^\\s\"<>\\\\^`{|}%]*)?"),
                        "http://host:port")),
                read.secret("FLOWGAUGE_KEY", KEY, "fg_<id>_<secret>, as the service's FLOWGAUGE_RECORDER_KEY"),
                Path.of(read.text("ENGINE_WORK", "./data/sample-engine")),
                orders,
                read.number("ENGINE_ROWS_PER_SECOND", Math.max(200, 10 * orders), 1, 1_000_000),
                read.duration("ENGINE_FLOW_EVERY", Duration.ofSeconds(30), Duration.ofSeconds(1)),
                read.duration("ENGINE_SETTLE", Duration.ofSeconds(2), Duration.ZERO));
        if (!read.faults.isEmpty()) {
            throw new Wrong(read.faults);
        }
        return settings;
    }

    /** Settings that cannot be used; one line each. */
    static final class Wrong extends IllegalArgumentException {
        private final transient List<String> faults;

        Wrong(List<String> faults) {
            super(String.join("; ", faults));
            this.faults = List.copyOf(faults);
        }

        List<String> faults() {
            return faults;
        }
    }

    private record Reader(Map<String, String> environment, List<String> faults) {
        String text(String name, String otherwise) {
            String value = environment.getOrDefault(name, "").strip();
            return value.isEmpty() ? otherwise : value;
        }

        String matching(String name, String otherwise, Pattern shape, String example) {
            String value = text(name, otherwise);
            if (shape.matcher(value).matches()) {
                return value;
            }
            faults.add(name + " is \"" + value + "\"; use " + example);
            return otherwise;
        }

        String secret(String name, Pattern shape, String example) {
            String value = text(name, "");
            if (!shape.matcher(value).matches()) {
                faults.add(name + (value.isEmpty() ? " is not set" : " has another shape") + "; use " + example);
            }
            return value;
        }

        int number(String name, int otherwise, int least, int most) {
            String value = text(name, Integer.toString(otherwise));
            if (value.matches("\\d{1,9}")) {
                int number = Integer.parseInt(value);
                if (number >= least && number <= most) {
                    return number;
                }
            }
            faults.add(name + " is \"" + value + "\"; use a whole number from " + least + " to " + most);
            return otherwise;
        }

        Duration duration(String name, Duration otherwise, Duration least) {
            String value = text(name, otherwise.toMillis() + "ms");
            Matcher parts = DURATION.matcher(value);
            if (parts.matches()) {
                long count = Long.parseLong(parts.group(1));
                Duration duration = switch (parts.group(2)) {
                    case "ms" -> Duration.ofMillis(count);
                    case "s" -> Duration.ofSeconds(count);
                    case "m" -> Duration.ofMinutes(count);
                    default -> Duration.ofHours(count);
                };
                if (duration.compareTo(least) >= 0 && duration.compareTo(DAY) <= 0) {
                    return duration;
                }
            }
            faults.add(
                    name + " is \"" + value + "\"; use 500ms, 30s, 2m or 1h, from " + least.toSeconds() + "s to 24h");
            return otherwise;
        }
    }
}
