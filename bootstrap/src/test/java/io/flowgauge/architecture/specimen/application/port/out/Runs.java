package io.flowgauge.architecture.specimen.application.port.out;

/** A port that is no interface. */
public class Runs {}
