package io.flowgauge.architecture.specimen.rest.etl;

/** A second public type of its package. */
public class SecondDoor {}
