#pragma once

#include <initializer_list>
#include <map>
#include <optional>
#include <string>

#include "http/message.hpp"
#include "http/route.hpp"
#include "http/services.hpp"
#include "http/target.hpp"

namespace nrmm::http {

// The query against the route's declaration. Problem 400 for an unknown key, one stated twice, a wrong type,
// a limit outside 1..100.
std::map<std::string, std::string, std::less<>> checked_query(const Route& route, const Target& target);

// The JSON body against the route's declaration; an empty body is {}. Problem 415, 413, 400.
Json checked_body(const Route& route, Incoming& incoming, std::size_t limit);

// Whether the body has these members and no others: for a call that takes one of several shapes.
bool has_exactly(const Json& body, std::initializer_list<const char*> members);

// The one part `file` of a multipart body. Problem 415, 413, 400.
Upload checked_upload(Incoming& incoming, std::size_t limit);

// GET and DELETE have no body.
void check_no_body(const Incoming& incoming);

}  // namespace nrmm::http
