package io.flowgauge.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an operator reads of a service that runs. */
record Vitals(ServiceProcess service) {
    private static final Pattern HEAP_POOL =
            Pattern.compile("jvm_memory_used_bytes\\{area=\"heap\",id=\"[^\"]*\"\\} (\\S+)");

    private String metrics(String token) {
        return service.get("/actuator/prometheus", token).body();
    }

    double metric(String name) {
        Matcher line =
                Pattern.compile("(?m)^" + name + "(?:\\{[^}]*\\})? (\\S+)").matcher(metrics(service.adminToken()));
        assertThat(line.find()).as(name).isTrue();
        return Double.parseDouble(line.group(1));
    }

    /** Heap that is used after a collection. */
    long usedMiB() throws IOException, InterruptedException {
        // First, since the password of a sign-in takes much memory to verify.
        String token = service.adminToken();
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        new ProcessBuilder(jcmd, Long.toString(service.pid()), "GC.run")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        double used = 0;
        Matcher pools = HEAP_POOL.matcher(metrics(token));
        while (pools.find()) {
            used += Double.parseDouble(pools.group(1));
        }
        return Math.round(used / (1 << 20));
    }

    /** Memory of the process in KiB, where the system tells it. */
    String rssKiB() throws IOException {
        Path status = Path.of("/proc", Long.toString(service.pid()), "status");
        return Files.exists(status)
                ? Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("VmRSS"))
                        .findFirst()
                        .orElse("?")
                        .replaceAll("\\D+", "")
                : "unknown";
    }
}
