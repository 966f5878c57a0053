#include "workflows/purpose.hpp"

#include "base/problem.hpp"
#include "base/text.hpp"
#include "log/logger.hpp"

namespace nrmm::workflows {
namespace {

constexpr std::size_t kShortest = 2, kLongest = 200;  // characters

}  // namespace

std::string stated_purpose(const cities::Pack& pack, const std::string& sent) {
  const std::string purpose = trim(sent);
  const std::size_t length = code_points(purpose);
  if (length >= kShortest && length <= kLongest) return log::blotted(purpose);
  Finding finding;
  finding.field = "purpose";
  finding.code = "purpose";
  finding.message = pack.text("disclosure.purpose");
  throw Problem(422, "disclosure.purpose").with(std::move(finding));
}

}  // namespace nrmm::workflows
