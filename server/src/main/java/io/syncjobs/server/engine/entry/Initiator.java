package io.syncjobs.server.engine.entry;

/**
 * On whose behalf something is done.
 *
 * @param cycleId of the cycle that it is done in
 * @param name who asked for it
 * @param byCaller whether that was a caller, and not the server itself
 */
public record Initiator(String cycleId, String name, boolean byCaller) {}
