package io.flowgauge.architecture.specimen.recorder;

import io.flowgauge.architecture.specimen.domain.Late;

/** Depends on another module. */
public class Pipeline {
    Late late;
}
