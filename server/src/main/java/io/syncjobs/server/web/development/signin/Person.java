package io.syncjobs.server.web.development.signin;

/**
 * User of a tenant's directory who can be signed in.
 *
 * @param id {@code objectId} of the user
 * @param userPrincipalName name for sign-in
 * @param displayName name for people; the userPrincipalName if the user has none
 */
public record Person(String id, String userPrincipalName, String displayName) {}
