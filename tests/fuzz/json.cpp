// Bodies of requests: what is taken can be written and read again unchanged; what is not is refused with its
// place.
#include "base/json.hpp"

#include "base/text.hpp"
#include "http/strict_input.hpp"
#include "target.hpp"

namespace nrmm::fuzz {
namespace {

std::size_t depth_of(const Json& value) {
  std::size_t deepest = 0;
  if (!value.is_structured()) return 0;
  for (const Json& part : value) deepest = std::max(deepest, depth_of(part));
  return deepest + 1;
}

class Body : public http::BodySource {
 public:
  explicit Body(std::string_view text) : text_(text) {}
  bool empty() const override { return text_.empty(); }
  std::string read(std::size_t) override { return text_; }

 private:
  std::string text_;
};

void run_body(std::string_view input) {
  using Type = http::Member::Type;
  static const http::Route route{.method = "POST",
                                 .path = "things",
                                 .summary = "",
                                 .handler = {},
                                 .body = {{.name = "phone", .required = true, .max_length = 20},
                                          {.name = "n", .type = Type::integer},
                                          {.name = "x", .type = Type::number},
                                          {.name = "yes", .type = Type::flag},
                                          {.name = "answers", .type = Type::object},
                                          {.name = "codes", .type = Type::array}}};
  Body body(input);
  http::Incoming incoming{"POST", "/", {}, "", &body};
  incoming.headers.add("Content-Type", "application/json");
  try {
    const Json taken = http::checked_body(route, incoming, input.size());
    require(taken.at("phone").is_string() && code_points(taken.at("phone").get<std::string>()) <= 20,
            "phone");
    require(!taken.contains("n") || taken.at("n").is_number_integer(), "n");
    require(!taken.contains("answers") || taken.at("answers").is_object(), "answers");
  } catch (const Problem& problem) {
    require_refusal(problem);
    require(problem.status == 400 && problem.errors.size() == 1, "one place");
  }
}

}  // namespace

void run(std::string_view input) {
  run_body(input);
  try {
    const Json value = parse_json(input);
    const std::string text = dump_json(value);
    require(valid_utf8(text) && text.find('\0') == std::string::npos, "text for the database");
    require(depth_of(value) <= 32, "bounded depth");
    const Json again = parse_json(text);
    require(again == value && dump_json(again) == text, "the same when read again");
  } catch (const JsonError&) {
  }
}

}  // namespace nrmm::fuzz
