package io.flowgauge.http;

import io.flowgauge.bootstrap.FlowgaugeApplication;
import io.flowgauge.persistence.TestPostgres;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** The whole service on a free port and a fresh database; tests talk to it over real HTTP. */
public final class RunningService extends ServiceApi implements AutoCloseable {
    static final long NOW = System.currentTimeMillis();

    private static final AtomicLong IDS = new AtomicLong();

    private final ConfigurableApplicationContext context;
    final TestPostgres.Database database;

    RunningService(String... settings) {
        this(TestPostgres.freshDatabase(), settings);
    }

    RunningService(TestPostgres.Database database, String... settings) {
        this.database = database;
        String[] all = new String[settings.length + 7];
        System.arraycopy(settings, 0, all, 7, settings.length);
        all[0] = "--server.port=0";
        all[1] = "--spring.datasource.url=" + database.url();
        all[2] = "--spring.datasource.username=" + database.user();
        all[3] = "--spring.datasource.password=" + database.password();
        all[4] = "--flowgauge.admin-password=" + PASSWORD;
        all[5] = "--flowgauge.recorder-key=" + KEY;
        all[6] = "--logging.level.io.flowgauge.rest.problem=off";
        context = new SpringApplicationBuilder(FlowgaugeApplication.class).run(all);
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    <T> Collection<T> beans(Class<T> type) {
        return context.getBeansOfType(type).values();
    }

    /** Of several of that type, the one of that name. */
    <T> T bean(String name, Class<T> type) {
        return context.getBean(name, type);
    }

    @Override
    public URI uri(String path) {
        int port = ((WebServerApplicationContext) context).getWebServer().getPort();
        return URI.create("http://localhost:" + port + path);
    }

    static byte[] gzip(byte[] plain) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(plain);
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
        return packed.toByteArray();
    }

    /** A request id that no other test uses. */
    static String newId() {
        return "task-" + IDS.incrementAndGet();
    }

    /** A whole report; {@code more} is put at its end, such as {@code ,"owner":"etl"}. */
    static String whole(String id, long sequence, String state, long records, String more) {
        return """
                {"flow":"flow of %1$s","runKey":"r1","requestId":"%1$s","name":"copy","type":"extract","sequence":%2$d,"state":"%3$s",\
                "started":%4$d,"recordsProcessed":%5$d%6$s}""".formatted(id, sequence, state, NOW - 1000, records, more);
    }

    static String small(String id, long sequence, String state, long records) {
        return "{\"requestId\":\"%s\",\"sequence\":%d,\"state\":\"%s\",\"recordsProcessed\":%d}"
                .formatted(id, sequence, state, records);
    }

    @Override
    public void close() {
        context.close();
    }
}
