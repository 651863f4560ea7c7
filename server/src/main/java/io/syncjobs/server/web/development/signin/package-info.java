/** Sign-in of users of a tenant's directory in development mode: requests that wait for a person, and the page where the person chooses a user. */
@NullMarked
package io.syncjobs.server.web.development.signin;

import org.jspecify.annotations.NullMarked;
