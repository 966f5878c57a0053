#include "http/multipart.hpp"

#include <algorithm>
#include <cctype>
#include <optional>
#include <vector>

#include "base/text.hpp"
#include "http/bad_request.hpp"
#include "http/file_name.hpp"

namespace nrmm::http {
namespace {

constexpr std::size_t kLongestHead = 2048;

[[noreturn]] void refuse() { throw bad_request("request.malformed", "file"); }

bool boundary_character(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) ||
         std::string_view("'()+_,-./:=?").find(c) != std::string_view::npos;
}

// The value after `name=` at the start of `text`, quoted or not; takes it and the blanks around it away.
std::string take_value(std::string_view& text) {
  std::string value;
  if (text.starts_with('"')) {
    const std::size_t end = text.find('"', 1);
    if (end == std::string_view::npos) refuse();
    value = text.substr(1, end - 1);
    text.remove_prefix(end + 1);
  } else {
    const std::size_t end = std::min(text.find(';'), text.size());
    value = text.substr(0, end);
    text.remove_prefix(end);
  }
  return value;
}

using Parameters = std::vector<std::pair<std::string, std::string>>;

// What follows the media type or "form-data": ; name="value"; …
Parameters parameters(std::string_view text) {
  Parameters found;
  while (!text.empty()) {
    if (text.front() != ';') refuse();
    text.remove_prefix(1);
    while (text.starts_with(' ')) text.remove_prefix(1);
    const std::size_t equals = text.find('=');
    if (equals == std::string_view::npos) refuse();
    std::string name = ascii_upper(text.substr(0, equals));
    text.remove_prefix(equals + 1);
    found.emplace_back(std::move(name), take_value(text));
  }
  return found;
}

void check_disposition(std::string_view value) {
  constexpr std::string_view kKind = "FORM-DATA";
  if (!ascii_upper(value).starts_with(kKind)) refuse();
  int names = 0, files = 0;
  for (const auto& [name, text] : parameters(value.substr(kKind.size()))) {
    if (name == "NAME" && text == "file") {
      ++names;
    } else if (name == "FILENAME" && plain_file_name(text)) {
      ++files;
    } else {
      refuse();
    }
  }
  if (names != 1 || files != 1) refuse();
}

// The part's header lines: one Content-Disposition, at most one Content-Type, nothing that we would ignore.
void check_head(std::string_view head) {
  int dispositions = 0, types = 0;
  const std::vector<std::string> lines = split(head, '\n');
  for (std::size_t i = 0; i < lines.size(); ++i) {
    std::string_view line = lines[i];
    if (line.ends_with('\r') != (i + 1 < lines.size())) refuse();  // the last one's end is the blank line's
    if (line.ends_with('\r')) line.remove_suffix(1);
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos ||
        line.find_first_of(std::string_view("\r\0", 2)) != std::string::npos)
      refuse();
    const std::string name = ascii_upper(line.substr(0, colon));
    if (name == "CONTENT-DISPOSITION" && ++dispositions == 1) {
      check_disposition(trim(line.substr(colon + 1)));
    } else if (name != "CONTENT-TYPE" || ++types > 1) {
      refuse();
    }
  }
  if (dispositions != 1) refuse();
}

}  // namespace

std::string multipart_boundary(std::string_view content_type) {
  constexpr std::string_view kType = "multipart/form-data";
  constexpr std::size_t kLongest = 70;
  const Parameters found = parameters(content_type.substr(std::min(kType.size(), content_type.size())));
  if (found.size() != 1 || found.front().first != "BOUNDARY") refuse();
  const std::string& boundary = found.front().second;
  if (boundary.empty() || boundary.size() > kLongest ||
      !std::all_of(boundary.begin(), boundary.end(), boundary_character))
    refuse();
  return boundary;
}

Upload parse_single_part(const std::string& boundary, std::string&& body) {
  const std::string open = "--" + boundary + "\r\n";
  const std::string separator = "\r\n--" + boundary;
  if (!body.starts_with(open)) refuse();
  const std::size_t head_end = body.find("\r\n\r\n", open.size());
  if (head_end == std::string::npos || head_end - open.size() > kLongestHead) refuse();
  check_head(std::string_view(body).substr(open.size(), head_end - open.size()));
  const std::size_t start = head_end + 4;
  const std::size_t end = body.find(separator, start);
  if (end == std::string::npos) refuse();
  const std::string_view tail = std::string_view(body).substr(end + separator.size());
  if (tail != "--" && tail != "--\r\n") refuse();
  body.resize(end);
  body.erase(0, start);
  return {"file", std::move(body)};
}

}  // namespace nrmm::http
