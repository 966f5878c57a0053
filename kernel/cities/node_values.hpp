#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/date.hpp"
#include "yaml/node.hpp"

namespace nrmm::cities {

// Values of a mapping that its table has already been checked against: what is not there, or was wrong and
// has been reported, reads as nothing.
std::string text_at(const yaml::Node& body, std::string_view key);
std::vector<std::string> texts_at(const yaml::Node& body, std::string_view key);  // also one text
bool flag_at(const yaml::Node& body, std::string_view key);
std::optional<double> number_at(const yaml::Node& body, std::string_view key);
std::optional<Date> date_at(const yaml::Node& body, std::string_view key);
const yaml::Node& mapping_at(const yaml::Node& body, std::string_view key);  // empty when not there
Source source_of(const yaml::Node& body, std::string_view key);  // of the value, else of the mapping

}  // namespace nrmm::cities
