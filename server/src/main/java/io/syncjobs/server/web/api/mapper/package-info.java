/** Features' records as the contract's models, and the other way round. */
@NullMarked
package io.syncjobs.server.web.api.mapper;

import org.jspecify.annotations.NullMarked;
