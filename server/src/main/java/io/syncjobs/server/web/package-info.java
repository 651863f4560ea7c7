/** HTTP: everything that happens to a request and its response. */
@NullMarked
package io.syncjobs.server.web;

import org.jspecify.annotations.NullMarked;
