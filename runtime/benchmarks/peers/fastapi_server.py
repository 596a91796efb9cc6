"""A FastAPI server of the sample: POST /sentiment-en {"text": "..."}. Its port is the first argument."""
import sys

import fastapi
import pydantic
import uvicorn

from sentiment import Sentiment

app = fastapi.FastAPI()
model = Sentiment()


class Question(pydantic.BaseModel):
    text: str


class Answer(pydantic.BaseModel):
    label: str
    score: float
    probabilities: list[float]


@app.post("/sentiment-en")
def sentiment(question: Question) -> Answer:
    labels, scores, probabilities = model([question.text])
    return Answer(label=labels[0], score=scores[0], probabilities=probabilities[0].tolist())


if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), log_level="warning")
