package io.syncjobs.server.engine.entry;

/**
 * Initiator of a change; Graph's provisioningInitiator.
 *
 * @param cycleId id of the cycle
 * @param name name of the caller or of the server
 * @param byCaller whether a caller initiated it rather than the server
 */
public record Initiator(String cycleId, String name, boolean byCaller) {}
