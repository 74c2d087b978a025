package io.flowgauge.architecture.specimen.bootstrap;

/** What only bootstrap may see. */
public class Wiring {}
