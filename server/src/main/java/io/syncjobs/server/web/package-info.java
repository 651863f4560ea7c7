/** HTTP: processing of requests and answers. */
@NullMarked
package io.syncjobs.server.web;

import org.jspecify.annotations.NullMarked;
