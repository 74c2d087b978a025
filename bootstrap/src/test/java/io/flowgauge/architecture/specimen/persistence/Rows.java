package io.flowgauge.architecture.specimen.persistence;

import io.flowgauge.architecture.specimen.bootstrap.Wiring;
import io.flowgauge.architecture.specimen.rest.etl.SecondDoor;

/** Knows another adapter, and bootstrap. */
public class Rows {
    SecondDoor door;
    Wiring wiring;
}
