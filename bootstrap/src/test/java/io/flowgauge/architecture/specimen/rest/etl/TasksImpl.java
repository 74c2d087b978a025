package io.flowgauge.architecture.specimen.rest.etl;

import io.flowgauge.architecture.specimen.application.live.Registry;
import io.flowgauge.architecture.specimen.persistence.Rows;

/** Badly named, knows another adapter and the inside of the application, and is a second door. */
public class TasksImpl {
    Rows rows;
    Registry registry;
}
