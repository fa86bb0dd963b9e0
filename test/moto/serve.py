"""moto's server over an organization that is read from stdin.

Users and keys are made by moto; their dates are then set, which its API has no call for. The one
thing replaced is the date of credential reports: moto dates every one of them 2 February 2015.
Prints one line of JSON: the address, and the keys with the ids that moto gave them.
"""

import datetime
import json
import sys

import boto3
from moto.core.responses import ActionResult
from moto.iam.models import AccessKeyLastUsed, iam_backends
from moto.iam.responses import IamResponse
from moto.server import ThreadedMotoServer


def report_of_now(self):
    made = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    content = self.backend.get_credential_report()
    return ActionResult({"Content": content, "ReportFormat": "text/csv", "GeneratedTime": made})


IamResponse.get_credential_report = report_of_now

seed = json.load(sys.stdin)
server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
server.start()
host, port = server.get_host_and_port()
url = f"http://{host}:{port}"

client = boto3.client(
    "organizations",
    endpoint_url=url,
    region_name="us-east-1",
    aws_access_key_id="testing",
    aws_secret_access_key="testing",
)
client.create_organization(FeatureSet="ALL")
for name in seed["accounts"][1:]:
    client.create_account(AccountName=name, Email=f"{name}@example.com")
ids = {each["Name"]: each["Id"] for each in client.list_accounts()["Accounts"]}
account_ids = [ids.get(name, "123456789012") for name in seed["accounts"]]


def moment(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "")).replace(tzinfo=None)


keys = []
for user in seed["users"]:
    account_id = account_ids[user["account"]]
    backend = iam_backends[account_id]["aws"]
    name = user["userName"]
    backend.create_user("us-east-1", user_name=name, path="/")
    for wanted in user["keys"]:
        key = backend.create_access_key(name)
        key.status = wanted["status"]
        key.create_date = moment(wanted["createdAt"])
        if wanted["lastUsedAt"] is not None:
            key.last_used = AccessKeyLastUsed(moment(wanted["lastUsedAt"]), "s3", "eu-west-1")
        keys.append(
            {**wanted, "accountId": account_id, "userName": name, "accessKeyId": key.access_key_id}
        )

print(json.dumps({"url": url, "accountIds": account_ids, "keys": keys}), flush=True)
sys.stdin = open("/dev/null")
try:
    server._thread.join()
except KeyboardInterrupt:
    server.stop()
