package io.flowgauge.architecture.specimen.application.live;

import io.flowgauge.architecture.specimen.domain.Late;
import java.sql.Connection;
import org.springframework.http.HttpStatus;

/** Knows SQL and the web, and closes a cycle. */
public class Registry {
    Late late;
    Connection connection;
    HttpStatus status;
}
