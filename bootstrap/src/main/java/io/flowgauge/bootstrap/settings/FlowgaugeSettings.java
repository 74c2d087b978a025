package io.flowgauge.bootstrap.settings;

import io.flowgauge.application.access.PlainKey;
import io.flowgauge.rest.exposure.Exposure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * All settings of the service, with defaults and bounds; {@code docs/settings.md} tells them to operators. Each can be given as an
 * environment variable: {@code flowgauge.check-interval} as {@code FLOWGAUGE_CHECK_INTERVAL}.
 *
 * @param data the folder of the embedded PostgreSQL
 * @param adminPassword of user {@code admin}, where no SuperAdmin is let in, as at the first start, which alone looks at it; empty: one is made up
 * @param recorderKey {@code fg_<id>_<secret>}, made or renewed at each start; empty: one is made up at the first start
 * @param checkInterval of the checks
 * @param lostAfter silence after which a task is lost
 * @param tokenLifetime of tokens, in whole seconds
 * @param session of sessions on the page
 * @param corsOrigins of pages elsewhere that may call the service from a browser, such as {@code https://flows.example.com}
 * @param trustedProxies whose {@code X-Forwarded-For} and {@code X-Forwarded-Proto} count: addresses, or networks such as {@code
 *     10.0.0.0/8}
 * @param headerTimeout how long a client may take to send a request's line and headers
 * @param bodyTimeout how long it may take to send a request whole
 * @param history of the history
 * @param reporting of analysts' logins
 */
@ConfigurationProperties("flowgauge")
public record FlowgaugeSettings(
        @DefaultValue("./data") Path data,
        @DefaultValue("") String adminPassword,
        @DefaultValue("") String recorderKey,
        @DefaultValue("10s") Duration checkInterval,
        @DefaultValue("2m") Duration lostAfter,
        @DefaultValue("600s") Duration tokenLifetime,
        @DefaultValue Session session,
        @DefaultValue List<String> corsOrigins,
        @DefaultValue List<String> trustedProxies,
        @DefaultValue("10s") Duration headerTimeout,
        @DefaultValue("60s") Duration bodyTimeout,
        @DefaultValue History history,
        @DefaultValue Reporting reporting) {

    /**
     * Of the history.
     *
     * @param keepSnapshots how long checks are kept, in whole days
     * @param keepMinutes how long minutes are kept, in whole days
     * @param keepHours how long hours are kept, in whole days
     * @param keepRuns how long ended runs and their tasks are kept, in whole days
     * @param maxSize how much of the disk the history's tables may take; null: 80 % of what the embedded server's disk had free at the
     *     first start, no limit on another server
     * @param backlog snapshots that wait in memory at most while PostgreSQL is away
     */
    public record History(
            @DefaultValue("2d") Duration keepSnapshots,
            @DefaultValue("35d") Duration keepMinutes,
            @DefaultValue("730d") Duration keepHours,
            @DefaultValue("730d") Duration keepRuns,
            @Nullable DataSize maxSize,
            @DefaultValue("1000000") int backlog) {
        private static final DataSize LEAST_SIZE = DataSize.ofMegabytes(64);

        public History {
            days("flowgauge.history.keep-snapshots", keepSnapshots);
            days("flowgauge.history.keep-minutes", keepMinutes);
            days("flowgauge.history.keep-hours", keepHours);
            days("flowgauge.history.keep-runs", keepRuns);
            atLeast("keep-minutes", keepMinutes, "keep-snapshots", keepSnapshots, "minutes are made from checks");
            atLeast("keep-hours", keepHours, "keep-minutes", keepMinutes, "hours are made from minutes");
            atLeast("keep-runs", keepRuns, "keep-hours", keepHours, "hours are of tasks of runs");
            if (maxSize != null && maxSize.compareTo(LEAST_SIZE) < 0) {
                throw new BadSetting("flowgauge.history.max-size is " + maxSize.toBytes() + " bytes, must be "
                        + LEAST_SIZE.toMegabytes() + "MB or more");
            }
            if (backlog < 1_000 || backlog > 100_000_000) {
                throw new BadSetting(
                        "flowgauge.history.backlog is " + backlog + ", must be 1000 to 100000000 snapshots");
            }
        }

        private static void days(String name, @Nullable Duration value) {
            within(name, value, Duration.ofDays(1), Duration.ofDays(36_500));
            if (value != null) {
                whole(name, value, Duration.ofDays(1), "days");
            }
        }

        private static void atLeast(String name, Duration value, String below, Duration valueBelow, String why) {
            if (value.compareTo(valueBelow) < 0) {
                throw new BadSetting(
                        "flowgauge.history." + name + " is " + text(value) + ", must be at least flowgauge.history."
                                + below + ", which is " + text(valueBelow) + ": " + why);
            }
        }
    }

    /**
     * Of sessions on the page.
     *
     * @param idle after which a session that is not used ends
     * @param lifetime after which a session ends, used or not
     */
    public record Session(
            @DefaultValue("1h") Duration idle,
            @DefaultValue("12h") Duration lifetime) {
        public Session {
            within("flowgauge.session.idle", idle, Duration.ofMinutes(2), Duration.ofDays(30));
            within("flowgauge.session.lifetime", lifetime, Duration.ofMinutes(2), Duration.ofDays(365));
            if (lifetime.compareTo(idle) < 0) {
                throw new BadSetting("flowgauge.session.lifetime is " + text(lifetime)
                        + ", must be at least flowgauge.session.idle, which is " + text(idle));
            }
        }
    }

    /**
     * Of analysts' logins.
     *
     * @param maxQuery how long a query, or a transaction, of theirs may take
     */
    public record Reporting(@DefaultValue("5m") Duration maxQuery) {
        public Reporting {
            within("flowgauge.reporting.max-query", maxQuery, Duration.ofSeconds(1), Duration.ofDays(1));
        }
    }

    public FlowgaugeSettings {
        within(
                "flowgauge.check-interval (FLOWGAUGE_CHECK_INTERVAL)",
                checkInterval,
                Duration.ofSeconds(1),
                Duration.ofHours(1));
        whole("flowgauge.check-interval (FLOWGAUGE_CHECK_INTERVAL)", checkInterval, Duration.ofSeconds(1), "seconds");
        within("flowgauge.lost-after (FLOWGAUGE_LOST_AFTER)", lostAfter, Duration.ofSeconds(2), Duration.ofDays(1));
        within(
                "flowgauge.token-lifetime (FLOWGAUGE_TOKEN_LIFETIME)",
                tokenLifetime,
                Duration.ofSeconds(10),
                Duration.ofDays(1));
        whole("flowgauge.token-lifetime (FLOWGAUGE_TOKEN_LIFETIME)", tokenLifetime, Duration.ofSeconds(1), "seconds");
        checked(recorderKey);
        each("flowgauge.cors-origins (FLOWGAUGE_CORS_ORIGINS)", corsOrigins, Exposure.Origin::new);
        each("flowgauge.trusted-proxies (FLOWGAUGE_TRUSTED_PROXIES)", trustedProxies, Exposure.Network::of);
        within(
                "flowgauge.header-timeout (FLOWGAUGE_HEADER_TIMEOUT)",
                headerTimeout,
                Duration.ofSeconds(1),
                Duration.ofMinutes(5));
        within(
                "flowgauge.body-timeout (FLOWGAUGE_BODY_TIMEOUT)",
                bodyTimeout,
                Duration.ofSeconds(1),
                Duration.ofHours(1));
    }

    private static <T> List<T> each(String name, List<String> texts, Function<String, T> read) {
        try {
            return texts.stream().map(read).toList();
        } catch (IllegalArgumentException refused) {
            throw new BadSetting(name + " holds " + refused.getMessage());
        }
    }

    private static void checked(String key) {
        String name = "flowgauge.recorder-key (FLOWGAUGE_RECORDER_KEY)";
        if (key.isEmpty()) {
            return;
        }
        PlainKey parsed = PlainKey.parse(key)
                .orElseThrow(
                        () -> new BadSetting(
                                name
                                        + " has not the form fg_<id>_<secret>, with 1 to 64 letters or digits as id and 24 to 512 ASCII characters without white space as secret"));
        if (parsed.secret().length() < PlainKey.SECRET_LENGTH) {
            throw new BadSetting(name + " has a secret of " + parsed.secret().length() + " characters, must have "
                    + PlainKey.SECRET_LENGTH + " to 512");
        }
    }

    /** The recorder's key that was set; empty when none was. */
    public Optional<PlainKey> givenRecorderKey() {
        return PlainKey.parse(recorderKey);
    }

    /** The admin's password that was set; empty when none was. */
    public Optional<String> givenAdminPassword() {
        return Optional.of(adminPassword).filter(password -> !password.isEmpty());
    }

    /** How the service meets the network. */
    public Exposure exposure() {
        return new Exposure(
                each("flowgauge.cors-origins", corsOrigins, Exposure.Origin::new),
                each("flowgauge.trusted-proxies", trustedProxies, Exposure.Network::of),
                headerTimeout,
                bodyTimeout);
    }

    private static void within(String name, @Nullable Duration value, Duration least, Duration most) {
        if (value == null || value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new BadSetting(name + " is " + (value == null ? "empty" : text(value)) + ", must be " + text(least)
                    + " to " + text(most));
        }
    }

    private static void whole(String name, Duration value, Duration unit, String units) {
        if (!value.minus(unit.multipliedBy(value.dividedBy(unit))).isZero()) {
            throw new BadSetting(name + " is " + text(value) + ", must be whole " + units);
        }
    }

    private static String text(Duration value) {
        if (value.toMillisPart() != 0 || value.isZero()) {
            return value.toMillis() + "ms";
        }
        if (value.toSecondsPart() != 0) {
            return value.toSeconds() + "s";
        }
        if (value.toMinutesPart() != 0) {
            return value.toMinutes() + "m";
        }
        return value.toHoursPart() != 0 ? value.toHours() + "h" : value.toDays() + "d";
    }

    /** Without the secrets. */
    @Override
    public String toString() {
        return "FlowgaugeSettings[data=" + data + ", checkInterval=" + checkInterval + ", lostAfter=" + lostAfter + "]";
    }
}
